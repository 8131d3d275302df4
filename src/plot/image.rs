//! Pictures made of pixels.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ndarray::Array2;
use png::{BitDepth, ColorType, Compression, Encoder};

/// Red, green and blue.
type Rgb = [u8; 3];

/// A picture, ready to stand in an SVG.
#[derive(Debug, Clone)]
pub(super) struct Image {
    pub width: usize,
    pub height: usize,
    /// The picture itself, as a `data:` address of a PNG.
    href: String,
}

impl Image {
    /// The picture of these pixels, `width` to a row.
    #[track_caller]
    pub(super) fn new(pixels: &Array2<f64>, width: usize) -> Self {
        let (n_pixels, n_colors) = pixels.dim();
        assert!(
            n_colors == 3,
            "image: a pixel has 3 columns, red, green and blue, not {n_colors}"
        );
        assert!(
            n_pixels > 0 && width > 0 && n_pixels.is_multiple_of(width),
            "image: {n_pixels} pixels do not make whole rows of {width}"
        );
        for ((n, d), level) in pixels.indexed_iter() {
            assert!(
                level.is_finite(),
                "image: color {d} of pixel {n} is {level}"
            );
        }
        let byte = |level: f64| (level.clamp(0.0, 1.0) * 255.0).round() as u8;
        let colors: Vec<Rgb> = pixels
            .rows()
            .into_iter()
            .map(|row| [0, 1, 2].map(|d| byte(row[d])))
            .collect();
        let png = BASE64_STANDARD.encode(encode(&colors, width));
        Image {
            width,
            height: n_pixels / width,
            href: format!("data:image/png;base64,{png}"),
        }
    }

    /// The `<image>` element that fills this box, in CSS pixels; each pixel stays a square.
    pub(super) fn element(&self, left: f64, top: f64, width: f64, height: f64) -> String {
        format!(
            "<image x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" \
             preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"{}\"/>",
            self.href
        )
    }
}

/// The pixels as a PNG file: not compressed, so that no other release of a compressor changes
/// a byte of a figure, but with a palette where 256 colors are enough.
fn encode(colors: &[Rgb], width: usize) -> Vec<u8> {
    let palette: Vec<Rgb> = BTreeSet::from_iter(colors.iter().copied())
        .into_iter()
        .collect();
    let mut file = Vec::new();
    let height = colors.len() / width;
    let mut encoder = Encoder::new(&mut file, width as u32, height as u32);
    encoder.set_compression(Compression::NoCompression);
    let data = if let Some(depth) = index_depth(palette.len()) {
        let rows = colors.chunks(width);
        let data = rows.flat_map(|row| indices(row, &palette, depth)).collect();
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(depth);
        encoder.set_palette(palette.concat());
        data
    } else {
        encoder.set_color(ColorType::Rgb);
        colors.concat()
    };
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&data))
        .expect("a palette and whole rows make a PNG");
    file
}

/// The fewest bits that tell so many colors apart, if a byte does.
fn index_depth(n_colors: usize) -> Option<BitDepth> {
    match n_colors {
        0..=2 => Some(BitDepth::One),
        3..=4 => Some(BitDepth::Two),
        5..=16 => Some(BitDepth::Four),
        17..=256 => Some(BitDepth::Eight),
        _ => None,
    }
}

/// One row of a picture as places in the sorted palette, the first in the highest bits of a
/// byte; what the row leaves of its last byte stays 0.
fn indices(row: &[Rgb], palette: &[Rgb], depth: BitDepth) -> Vec<u8> {
    let bits = depth as usize;
    let mut bytes = vec![0; (row.len() * bits).div_ceil(8)];
    for (column, color) in row.iter().enumerate() {
        let index = palette.partition_point(|other| other < color) as u8;
        let bit = column * bits;
        bytes[bit / 8] |= index << (8 - bits - bit % 8);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::coffee;
    use ndarray::array;
    use std::io::Cursor;

    fn decoded(file: Vec<u8>) -> Vec<u8> {
        let mut decoder = png::Decoder::new(Cursor::new(file));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut levels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut levels).unwrap();
        levels
    }

    #[test]
    fn a_picture_of_few_colors_or_of_many_keeps_each_pixel() {
        for n_colors in [1, 2, 3, 4, 5, 16, 17, 256, 257, 1_000] {
            let color = |i: usize| [(i % n_colors) as u8, ((i % n_colors) / 256) as u8, 7];
            let colors: Vec<Rgb> = (0..33 * 40).map(color).collect();
            assert_eq!(decoded(encode(&colors, 33)), colors.concat(), "{n_colors}");
        }
    }

    #[test]
    fn few_colors_weigh_little() {
        let photo = coffee();
        let halves = photo.pixels.mapv(f64::round); // 2³ colors at most: half a byte a pixel
        let [whole, segmented] =
            [&photo.pixels, &halves].map(|pixels| Image::new(pixels, photo.width).href.len());
        assert!(whole < 61_000, "{whole} bytes");
        assert!(segmented < 10_500, "{segmented} bytes");
    }

    #[test]
    fn levels_beyond_black_and_white_are_black_and_white() {
        let beyond = Image::new(&array![[-0.2, 0.5, 1.7]], 1);
        assert_eq!(beyond.href, Image::new(&array![[0.0, 0.5, 1.0]], 1).href);
    }
}
