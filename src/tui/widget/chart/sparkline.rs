//! A series in one row: each cell as full as its value.

use super::plot::EIGHTHS;

/// The fullest cell: lower than its row, so that the rows of neighbors do not touch.
const FULL: u64 = 6;

/// `values` as parts of `top`, one cell each: a space where there is none or
/// nothing, and at least the lowest bar for more.
pub(in crate::tui) fn sparkline(values: impl IntoIterator<Item = Option<u32>>, top: u32) -> String {
    let top = u64::from(top.max(1));
    let cell = |value: Option<u32>| match value {
        None | Some(0) => ' ',
        Some(value) => {
            let part = (u64::from(value) * FULL).div_ceil(top).min(FULL);
            usize::try_from(part).ok().and_then(|part| EIGHTHS.get(part)).copied().unwrap_or(' ')
        }
    };
    values.into_iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_cell_of_its_height() {
        let values = [None, Some(0), Some(1), Some(50), Some(99), Some(100), Some(900)];
        assert_eq!(sparkline(values, 100), "  ▁▃▆▆▆");
        assert_eq!(sparkline([Some(0), Some(3)], 0), " ▆");
    }
}
