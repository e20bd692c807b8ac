//! Micro-batches: sequences of similar length together, within a budget of tokens.

/// The most tokens in one micro-batch. Small enough for the activations to stay in a core's cache, large enough
/// for the matrix products to be efficient.
pub const TOKEN_BUDGET: usize = 256;

/// Cuts sequences into micro-batches: in falling length, each of at most `budget` tokens (a longer sequence alone).
///
/// Takes the lengths and gives, for each micro-batch, the indexes of its sequences. The order of equal lengths is that
/// of the input, so the result depends on nothing but the lengths.
pub fn batch(lengths: &[usize], budget: usize) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(lengths[*index]));
    let mut batches: Vec<Vec<usize>> = Vec::new();
    let mut filled = usize::MAX;
    for index in order {
        let length = lengths[index];
        match batches.last_mut() {
            Some(last) if filled.saturating_add(length) <= budget => {
                last.push(index);
                filled += length;
            }
            _ => {
                batches.push(vec![index]);
                filled = length;
            }
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::batch;

    #[test]
    fn groups_by_falling_length_within_the_budget() {
        assert_eq!(batch(&[3, 9, 4, 3, 20], 10), [vec![4], vec![1], vec![2, 0, 3]]);
    }

    #[test]
    fn every_sequence_comes_out_once() {
        let lengths: Vec<usize> = (0..500).map(|n| 1 + (n * 37) % 90).collect();
        let mut seen: Vec<usize> = batch(&lengths, 128).into_iter().flatten().collect();
        seen.sort_unstable();
        assert!(seen.into_iter().eq(0..500));
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(batch(&[], 10).is_empty());
    }
}
