//! From token vectors to one vector a sequence.

use crate::model::Pooling;

/// The width of a sequence's vector, for token vectors of `width` numbers.
pub(super) fn width(pooling: Pooling, width: usize) -> usize {
    match pooling {
        Pooling::SegmentMeanMax => 3 * width,
        Pooling::First | Pooling::Mean => width,
    }
}

/// Appends the vector of a sequence with the final states `hidden` (tokens x `width`); one without tokens gives zeros.
pub(super) fn pool(pooling: Pooling, hidden: &[f32], segments: &[u32], width: usize, pooled: &mut Vec<f32>) {
    match pooling {
        Pooling::SegmentMeanMax => segment_mean_max(hidden, segments, width, pooled),
        Pooling::First => match hidden.get(..width) {
            Some(first) => pooled.extend_from_slice(first),
            None => pooled.resize(pooled.len() + width, 0.0),
        },
        Pooling::Mean => {
            let start = pooled.len();
            pooled.resize(start + width, 0.0);
            let mean = &mut pooled[start..];
            for vector in hidden.chunks_exact(width) {
                for (sum, value) in mean.iter_mut().zip(vector) {
                    *sum += value;
                }
            }
            let scale = 1.0 / (hidden.len() / width).max(1) as f32;
            for sum in mean {
                *sum *= scale;
            }
        }
    }
}

/// Pools `hidden` (tokens x `width`) into the mean over segment 0, the elementwise maximum over segment 0 and the mean
/// over segment 1, side by side; a segment without tokens gives zeros.
fn segment_mean_max(hidden: &[f32], segments: &[u32], width: usize, pooled: &mut Vec<f32>) {
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
    use super::{pool, segment_mean_max};
    use crate::model::Pooling;

    #[test]
    fn the_first_token_or_the_mean_of_all() {
        let hidden = [1.0, -1.0, 3.0, -5.0];
        for (pooling, expected) in [(Pooling::First, [1.0, -1.0]), (Pooling::Mean, [2.0, -3.0])] {
            let mut pooled = Vec::new();
            pool(pooling, &hidden, &[0, 1], 2, &mut pooled);
            assert_eq!(pooled, expected);
            pool(pooling, &[], &[], 2, &mut pooled);
            assert_eq!(pooled[2..], [0.0, 0.0]);
        }
    }

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
