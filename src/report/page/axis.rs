//! The axis of a chart: round ends, round ticks, places in percent.

/// A range of values with round ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    step: f64,
}

impl Axis {
    /// The smallest one over some values with about so many steps; what is not finite is left out.
    pub(super) fn over(values: impl IntoIterator<Item = f64>, steps: f64) -> Self {
        let (low, high) = values
            .into_iter()
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        let pad = (low.abs() / 1000.0).max(1.0);
        let (low, high) = if high > low { (low, high) } else { (low - pad, high + pad) };
        let rough = (high - low) / steps;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|round| round * power).into_iter().find(|step| *step >= rough);
        let step = step.unwrap_or(rough);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, step }
    }

    /// Where a value stands, in percent from the lower end.
    pub(super) fn place(&self, value: f64) -> f64 {
        (100.0 * (value - self.low) / (self.high - self.low)).clamp(0.0, 100.0)
    }

    /// The round values, both ends among them.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        let tick = |index: usize| (self.low / self.step + index as f64).round() * self.step;
        (0..=count).map(tick).collect()
    }

    /// The decimals that its ticks need.
    pub(super) fn decimals(&self) -> usize {
        (-self.step.log10().floor()).clamp(0.0, 6.0) as usize
    }

    /// The decimals that values on it deserve: about a hundredth of its length.
    pub(super) fn value_decimals(&self) -> usize {
        match self.high - self.low {
            range if range >= 10.0 => 0,
            range if range >= 1.0 => 1,
            range if range >= 0.1 => 2,
            _ => self.decimals() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Axis;

    #[test]
    fn ends_and_ticks_are_round() {
        let axis = Axis::over([-37.0, 0.0, 61.0], 5.0);
        assert_eq!(axis.ticks(), [-40.0, -20.0, 0.0, 20.0, 40.0, 60.0, 80.0]);
        assert!((axis.place(0.0) - 100.0 / 3.0).abs() < 1e-9);
        let axis = Axis::over([0.012, 0.034], 4.0);
        assert_eq!(axis.decimals(), 2);
    }

    #[test]
    fn nothing_and_a_single_value_have_an_axis() {
        assert_eq!(Axis::over([], 4.0).ticks(), [0.0, 0.5, 1.0]);
        assert!(Axis::over([f64::NAN, f64::INFINITY, 3.0], 4.0).ticks().contains(&3.0));
        for great in [1e18, -1e300] {
            let ticks = Axis::over([great], 4.0).ticks();
            assert!(ticks.len() < 10 && ticks.iter().all(|tick| tick.is_finite()), "{great}: {ticks:?}");
        }
    }
}
