//! What holds for a figure as a whole.

use super::Plot;
use crate::data::{coffee, old_faithful};
use ndarray::{Array2, Axis, array, stack};

/// Every kind of mark, on data with many equal coordinates.
fn everything(data: &Array2<f64>) -> Plot {
    let covariance = array![[0.25, 2.0], [2.0, 40.0]];
    let split = data.column(1).mapv(|waiting| f64::from(waiting > 68.5));
    let resp = stack![Axis(1), 1.0 - &split, split];
    Plot::new()
        .title("Old Faithful")
        .labels("eruption", "waiting")
        .points(data)
        .responsibilities(data, &resp)
        .clusters(data, &split.mapv(|label| label as usize))
        .components(
            &array![[2.0, 55.0], [4.3, 80.0]],
            &stack![Axis(0), covariance, covariance],
        )
        .line("a line", [(1.5, 50.0), (5.0, 90.0)])
        .dots(
            "dots",
            data.rows().into_iter().map(|row| (row[0], row[1])).take(3),
        )
        .horizontal(68.0, "boundary")
        .vertical(3.0, "boundary")
}

#[test]
fn equal_plots_give_equal_bytes_and_rounding_changes_none() {
    let data = old_faithful();
    let svg = everything(&data).svg();
    assert_eq!(svg, everything(&data).svg());
    assert_eq!(svg, everything(&data.mapv(f64::next_up)).svg());
    assert_eq!(svg, everything(&data.mapv(f64::next_down)).svg());
}

#[test]
fn a_figure_has_no_ground_no_ids_and_no_fixed_ink() {
    let svg = everything(&old_faithful()).svg();
    for unwanted in ["#000000", "#010203", "#FFFFFF", " id=", "NaN"] {
        assert!(!svg.contains(unwanted), "{unwanted}");
    }
    assert!(svg.contains("currentColor") && svg.contains(" viewBox=\"0 0 480 360\""));
}

#[test]
fn the_whole_scatter_plot_of_old_faithful_is_small() {
    let svg = Plot::new().points(&old_faithful()).svg();
    assert_eq!(svg.matches("<circle").count(), 272);
    assert!(svg.len() < 20_000, "{} bytes", svg.len());
}

#[test]
fn what_a_range_leaves_out_is_not_drawn() {
    let data = array![[0.0, 0.0], [1.0, 1.0], [9.0, 9.0]];
    let plot = Plot::new().points(&data).x_range(-0.5, 1.5);
    assert_eq!(plot.svg().matches("<circle").count(), 2);
    let with_a_far_line = plot.clone().line("", [(1e300, 0.0), (2e300, 9.0)]);
    let with_a_far_rule = plot.clone().vertical(1e300, "far");
    assert_eq!(with_a_far_line.svg(), plot.svg());
    assert_eq!(with_a_far_rule.svg(), plot.svg());
}

#[test]
fn the_smallest_panel_has_room_for_everything() {
    let many = (0..9).fold(everything(&old_faithful()).size(120, 90), |plot, i| {
        plot.line(format!("line {i}"), [(2.0, 60.0)])
    });
    assert!(many.svg().contains(">line 8</text>"));
}

#[test]
fn a_picture_fills_its_panel_with_square_pixels_and_the_same_bytes() {
    let photo = coffee();
    let plot = Plot::new().title("coffee").size(304, 90);
    let svg = plot.image(&photo.pixels, photo.width).svg();
    // 304 less an edge of 2 on both sides are two CSS pixels a pixel: 200 high, and below the
    // title's 28 begins the picture.
    assert!(svg.contains(" viewBox=\"0 0 304 230\""));
    assert!(svg.contains("<image x=\"2\" y=\"28\" width=\"300\" height=\"200\""));
    assert!(!svg.contains("<path"), "no axes");
    let again = Plot::new().title("coffee").size(304, 360);
    let next_up = photo.pixels.mapv(f64::next_up);
    assert_eq!(svg, again.image(&next_up, photo.width).svg());
}

#[test]
fn dots_over_a_picture_stand_at_their_pixels() {
    let black = Array2::zeros((150 * 100, 3));
    let plot = Plot::new().size(304, 90).image(&black, 150);
    // From the lower left corner at (2, 210): 75 pixels of 2 to the right, 50 up; the frame ends
    // a tenth before the picture, with its last tenth.
    let svg = plot.dots("", [(75.0, 50.0)]).svg();
    assert!(svg.contains("<circle cx=\"151.9\" cy=\"110\""));
}

#[test]
#[should_panic(expected = "image: 7 pixels do not make whole rows of 2")]
fn pixels_make_whole_rows() {
    let _ = Plot::new().image(&Array2::zeros((7, 3)), 2);
}

#[test]
fn bars_stay_within_the_panel() {
    let values = array![0.0, 1.0, 1.2, 2.0, 3.0];
    // Bins 0.6 wide: the range takes a sliver of the first, two whole ones and part of the next.
    let plot = Plot::new().histogram(&values, 5).x_range(0.59, 1.9);
    let svg = plot.y_range(0.1, 0.2).svg();
    assert_eq!(svg.matches("<rect").count(), 4);
    assert!(!svg.contains("=\"-"), "no negative length");
}

#[test]
fn dots_without_a_label_have_the_color_of_their_line() {
    let corner = [(0.0, 0.0), (1.0, 1.0)];
    let plain = Plot::new().line("a", corner).dots("", corner).svg();
    assert!(plain.contains("#1A80C4") && !plain.contains("#D55E00"));
    let labeled = Plot::new().line("a", corner).dots("b", corner).svg();
    assert!(labeled.contains("#1A80C4") && labeled.contains("#D55E00"));
}

#[test]
fn on_a_logarithmic_axis_equal_ratios_are_equally_far_apart() {
    let plot = |values: [f64; 3]| {
        let points = [0.0, 1.0, 2.0].into_iter().zip(values);
        Plot::new().labels("x", "y").dots("", points)
    };
    let places = |svg: &str| {
        let circles = svg.split("<circle ").skip(1);
        let places = circles.map(|circle| circle.split(" r=").next().unwrap().to_owned());
        places.collect::<Vec<_>>()
    };
    let ratios = plot([1.0, 10.0, 100.0]).log_y(10.0).y_range(0.1, 1000.0);
    let steps = plot([0.0, 1.0, 2.0]).y_range(-1.0, 3.0);
    let (ratios, steps) = (ratios.svg(), steps.svg());
    // The margin for the numbers differs, the heights do not.
    let heights = |svg: &str| {
        let places = places(svg).into_iter();
        places
            .map(|place| place.split("cy=").nth(1).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(heights(&ratios).len(), 3);
    assert_eq!(heights(&ratios), heights(&steps));
    assert!(ratios.contains(">1000</text>") && steps.contains(">3</text>"));
}

#[test]
#[should_panic(expected = "log_y: 0 has no logarithm")]
fn zero_has_no_place_on_a_logarithmic_axis() {
    let _ = Plot::new().line("", [(1.0, 0.0)]).log_y(10.0).svg();
}

#[test]
#[should_panic(expected = "log_x: 1 is no base for ticks")]
fn one_is_no_base() {
    let _ = Plot::new().log_x(1.0);
}

#[test]
fn text_is_escaped_and_chinese_stays_text() {
    let svg = Plot::new().title("对数似然 <b> & c").svg();
    assert!(svg.contains(">对数似然 &lt;b&gt; &amp; c</text>"));
}

#[test]
#[should_panic(expected = "points: a scatter plot needs 2 columns or more, the data have 1")]
fn one_column_is_no_scatter_plot() {
    let _ = Plot::new().points(&array![[1.0], [2.0]]);
}

#[test]
#[should_panic(expected = "line \"log-likelihood\": point 1 is (1, NaN)")]
fn a_point_without_a_place_is_named() {
    let _ = Plot::new().line("log-likelihood", [(0.0, -3.0), (1.0, f64::NAN)]);
}

#[test]
#[should_panic(expected = "responsibilities: 2 samples, but 1 to color them by")]
fn colors_and_samples_have_to_match() {
    let _ = Plot::new().responsibilities(&Array2::zeros((2, 2)), &array![[1.0, 0.0]]);
}

#[test]
#[should_panic(expected = "component 1 is not a covariance")]
fn a_covariance_that_is_none_is_named() {
    let covariances = stack![
        Axis(0),
        array![[1.0, 0.0], [0.0, 1.0]],
        array![[1.0, 2.0], [2.0, 1.0]]
    ];
    let _ = Plot::new().components(&Array2::zeros((2, 2)), &covariances);
}
