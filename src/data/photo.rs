//! A photograph, as samples of color.

use std::io::Cursor;

use ndarray::Array2;

/// A photograph whose pixels are samples: one row a pixel, one column a color.
#[derive(Debug, Clone, PartialEq)]
pub struct Photo {
    /// Red, green and blue of each pixel, from 0 to 1, `(width · height, 3)`: the top row of
    /// the picture first, each row from left to right.
    pub pixels: Array2<f64>,
    /// Pixels in a row of the picture.
    pub width: usize,
    /// Rows of the picture.
    pub height: usize,
}

/// A cup of coffee on a wooden table, 150 × 100 pixels.
///
/// A photograph by Rachel Michetti. Its levels of color are the file's, divided by 255.
pub fn coffee() -> Photo {
    let file = Cursor::new(include_bytes!("coffee.png"));
    let mut reader = png::Decoder::new(file)
        .read_info()
        .expect("the embedded file is a PNG");
    let (width, height) = reader.info().size();
    let (width, height) = (width as usize, height as usize);
    let mut levels = vec![0; 3 * width * height];
    reader
        .next_frame(&mut levels)
        .expect("the embedded file holds one byte a color");
    let levels = Array2::from_shape_vec((width * height, 3), levels);
    Photo {
        pixels: levels
            .expect("three levels a pixel")
            .mapv(|level| f64::from(level) / 255.0),
        width,
        height,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coffee_has_its_size_and_colors() {
        let photo = coffee();
        assert_eq!((photo.width, photo.height), (150, 100));
        assert_eq!(photo.pixels.dim(), (15_000, 3));
        assert!(photo.pixels.iter().all(|level| (0.0..=1.0).contains(level)));
        // The corner at the top left is the dark beside the table; the cup's rim is white.
        assert!(photo.pixels.row(0).iter().all(|&level| level < 0.15));
        assert!(
            photo
                .pixels
                .row(6 * 150 + 74)
                .iter()
                .all(|&level| level > 0.7)
        );
    }
}
