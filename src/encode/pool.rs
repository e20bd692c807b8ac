//! From token vectors to one vector a sequence.

/// Pools `hidden` (tokens x `width`) into the mean over segment 0, the elementwise maximum over segment 0 and the mean
/// over segment 1, side by side; a segment without tokens gives zeros.
pub(super) fn segment_mean_max(hidden: &[f32], segments: &[u32], width: usize, pooled: &mut Vec<f32>) {
    let start = pooled.len();
    pooled.resize(start + 3 * width, 0.0);
    let (mean, rest) = pooled[start..].split_at_mut(width);
    let (max, question) = rest.split_at_mut(width);
    let mut counts = [0_u32; 2];
    for (vector, segment) in hidden.chunks_exact(width).zip(segments) {
        if *segment == 0 {
            if counts[0] == 0 {
                max.copy_from_slice(vector);
            }
            for ((mean, max), value) in mean.iter_mut().zip(max.iter_mut()).zip(vector) {
                *mean += value;
                *max = max.max(*value);
            }
            counts[0] += 1;
        } else {
            for (mean, value) in question.iter_mut().zip(vector) {
                *mean += value;
            }
            counts[1] += 1;
        }
    }
    for (sums, count) in [(mean, counts[0]), (question, counts[1])] {
        let scale = 1.0 / count.max(1) as f32;
        for sum in sums {
            *sum *= scale;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::segment_mean_max;

    #[test]
    fn pools_each_segment_apart() {
        let hidden = [1.0, -1.0, 3.0, -5.0, 10.0, 20.0];
        let mut pooled = Vec::new();
        segment_mean_max(&hidden, &[0, 0, 1], 2, &mut pooled);
        assert_eq!(pooled, [2.0, -3.0, 3.0, -1.0, 10.0, 20.0]);
    }

    #[test]
    fn without_a_question_its_part_is_zero() {
        let mut pooled = Vec::new();
        segment_mean_max(&[-2.0, -4.0], &[0], 2, &mut pooled);
        assert_eq!(pooled, [-2.0, -4.0, -2.0, -4.0, 0.0, 0.0]);
    }
}
