//! The colors of components.

use ndarray::ArrayView1;

/// Colors of the components, in order, as red, green and blue.
///
/// The palette of Okabe and Ito, which readers with any kind of color vision can tell apart;
/// its blue is a little lighter here, to be seen on a dark page too.
///
/// # References
/// Okabe & Ito 2008, *Color Universal Design*, <https://jfly.uni-koeln.de/color/>.
pub const COLORS: [[u8; 3]; 6] = [
    [0x1A, 0x80, 0xC4],
    [0xD5, 0x5E, 0x00],
    [0x00, 0x9E, 0x73],
    [0xCC, 0x79, 0xA7],
    [0xE6, 0x9F, 0x00],
    [0x56, 0xB4, 0xE9],
];

/// The color of component `k`; after the last of [`COLORS`] the first comes again.
pub fn component_color(k: usize) -> [u8; 3] {
    COLORS[k % COLORS.len()]
}

/// The mean of the components' colors, weighted by one sample's responsibilities.
pub(super) fn blend(responsibilities: ArrayView1<f64>) -> [u8; 3] {
    [0, 1, 2].map(|channel| {
        let mean: f64 = responsibilities
            .iter()
            .enumerate()
            .map(|(k, share)| share * f64::from(component_color(k)[channel]))
            .sum();
        mean.round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, array};

    #[test]
    fn the_blend_of_a_certain_sample_is_its_components_color() {
        for k in 0..COLORS.len() {
            let mut one_hot = Array1::zeros(COLORS.len());
            one_hot[k] = 1.0;
            assert_eq!(blend(one_hot.view()), component_color(k));
        }
    }

    #[test]
    fn the_blend_of_an_undecided_sample_lies_halfway() {
        // (1A + D5) / 2 = 77.8, (80 + 5E) / 2 = 6F, (C4 + 00) / 2 = 62
        assert_eq!(blend(array![0.5, 0.5].view()), [0x78, 0x6F, 0x62]);
    }

    #[test]
    fn colors_come_again_after_the_last() {
        assert_eq!(component_color(COLORS.len() + 1), COLORS[1]);
    }
}
