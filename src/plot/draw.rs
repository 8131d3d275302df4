//! Draws a panel with plotters.

use std::convert::Infallible;

use plotters::chart::ChartContext;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Plot;
use super::clip::clip;
use super::ellipse::Point;
use super::layout::{
    EDGE, LABEL_SIZE, Layout, NOTE_SIZE, SWATCH, TICK_LENGTH, TICK_SIZE, TITLE_SIZE,
};
use super::mark::{Bar, Component, Mark};
use super::rule;
use super::svg::{Backend, DASHES, Elements, INK, SCALE};

pub(super) type Area<'a> = DrawingArea<Backend<'a>, Shift>;
pub(super) type Chart<'a, 'b> =
    ChartContext<'a, Backend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
pub(super) type Drawn = Result<(), DrawingAreaErrorKind<Infallible>>;

/// Fonts that have letters, subscripts and Chinese on every usual system.
const FONTS: &str = "system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans CJK SC',\
                     'PingFang SC','Microsoft YaHei',sans-serif";

/// The panel as an `<svg>` element of so many CSS pixels; a picture sets its own height.
pub(super) fn draw(plot: &Plot, size: (u32, u32)) -> String {
    let plot = &*plot.in_logarithms();
    let layout = Layout::new(plot, size);
    let (width, height) = layout.size;
    let mut elements = Elements::default();
    let backend = Backend {
        size: (width * SCALE, height * SCALE),
        elements: &mut elements,
    };
    draw_panel(&backend.into_drawing_area(), plot, &layout)
        .expect("each label and range fits the panel");
    let picture = plot.picture().map(|image| {
        let frame_width = f64::from(width) - layout.left - layout.right;
        let frame_height = f64::from(height) - layout.top - layout.bottom;
        image.element(layout.left, layout.top, frame_width, frame_height)
    });
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" style=\"max-width:100%;height:auto\" \
         font-family=\"{FONTS}\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{}{}</svg>",
        picture.unwrap_or_default(),
        elements.finish()
    )
}

fn draw_panel(root: &Area, plot: &Plot, layout: &Layout) -> Drawn {
    let mut chart = ChartBuilder::on(root)
        .margin_top(drawn(layout.top))
        .margin_right(drawn(layout.right))
        .margin_bottom(drawn(EDGE))
        .margin_left(drawn(EDGE))
        .x_label_area_size(drawn(layout.bottom - EDGE))
        .y_label_area_size(drawn(layout.left - EDGE))
        .build_cartesian_2d(layout.x.range.clone(), layout.y.range.clone())?;
    for mark in &plot.marks {
        draw_mark(&mut chart, layout, mark)?;
    }
    if plot.picture().is_none() {
        draw_axes(&mut chart, plot, layout)?;
    }
    draw_legend(root, plot, layout)?;
    rule::draw_labels(root, &chart, plot, layout)?;
    let title = text(TITLE_SIZE, 1.0, HPos::Left, VPos::Top);
    let corner = (drawn(layout.left), drawn(6.0));
    root.draw(&Text::new(plot.title.as_str(), corner, title))
}

fn draw_axes(chart: &mut Chart, plot: &Plot, layout: &Layout) -> Drawn {
    chart
        .configure_mesh()
        .disable_mesh()
        .axis_style(stroke(INK, 0.4, 1.0))
        .set_all_tick_mark_size(drawn(TICK_LENGTH))
        .label_style(text(TICK_SIZE, 0.8, HPos::Left, VPos::Top))
        .axis_desc_style(text(LABEL_SIZE, 1.0, HPos::Left, VPos::Top))
        .x_labels(layout.x.max_ticks)
        .y_labels(layout.y.max_ticks)
        .x_label_formatter(&|x| layout.x.format(*x))
        .y_label_formatter(&|y| layout.y.format(*y))
        .x_desc(plot.x_label.as_str())
        .y_desc(plot.y_label.as_str())
        .draw()
}

fn draw_mark(chart: &mut Chart, layout: &Layout, mark: &Mark) -> Drawn {
    match mark {
        Mark::Cloud(dots) => {
            let seen = dots.iter().filter(|(point, _)| layout.contains(*point));
            chart.draw_series(seen.map(|(point, color)| {
                let style = match color {
                    Some(color) => rgb(*color).mix(0.75),
                    None => INK.mix(0.45),
                };
                Circle::new(*point, drawn(2.6 * layout.weight), style.filled())
            }))?;
        }
        Mark::Components(components) => {
            for component in components {
                draw_component(chart, layout, component)?;
            }
        }
        Mark::Line(series) => {
            let style = stroke(rgb(series.color), 1.0, 2.0 * layout.weight);
            draw_path(chart, layout, &series.points, style)?;
        }
        Mark::Dots(series) => {
            let style = rgb(series.color).filled();
            let seen = series.points.iter().filter(|p| layout.contains(**p));
            let radius = drawn(4.0 * layout.weight);
            chart.draw_series(seen.map(|point| Circle::new(*point, radius, style)))?;
        }
        Mark::Histogram(bars) => {
            draw_bars(chart, layout, bars)?;
        }
        Mark::Horizontal { .. } | Mark::Vertical { .. } => {
            draw_path(
                chart,
                layout,
                &rule::ends(mark, layout),
                stroke(DASHES, 0.55, 1.2),
            )?;
        }
        // Not drawn with plotters, which has no pictures: `draw` adds it.
        Mark::Image(_) => {}
    }
    Ok(())
}

fn draw_component(chart: &mut Chart, layout: &Layout, component: &Component) -> Drawn {
    let color = rgb(component.color);
    let weight = layout.weight;
    let thin = stroke(color, 0.65, 1.2 * weight);
    draw_path(chart, layout, &component.two_sigma, thin)?;
    let thick = stroke(color, 1.0, 2.0 * weight);
    draw_path(chart, layout, &component.one_sigma, thick)?;
    if layout.contains(component.center) {
        // An edge in ink lifts the cross from dots of its own color.
        for style in [
            stroke(INK, 1.0, 3.8 * weight),
            stroke(color, 1.0, 2.2 * weight),
        ] {
            let cross = Cross::new(component.center, drawn(4.3 * weight), style);
            chart.draw_series([cross])?;
        }
    }
    Ok(())
}

fn draw_bars(chart: &mut Chart, layout: &Layout, bars: &[Bar]) -> Drawn {
    let (x, y) = (&layout.x.range, &layout.y.range);
    let corners = bars.iter().filter_map(|bar| {
        let (left, right) = (bar.left.max(x.start), bar.right.min(x.end));
        let (base, top) = (y.start.max(0.0), bar.height.min(y.end));
        (left < right && base < top).then_some([(left, base), (right, top)])
    });
    let bars: Vec<_> = corners
        .map(|[left, right]| {
            let width = chart.backend_coord(&right).0 - chart.backend_coord(&left).0;
            // Bars stand a pixel apart, unless too little of them would be left.
            let gap = if width < drawn(3.0) { 0.0 } else { 0.5 };
            let mut bar = Rectangle::new([left, right], INK.mix(0.22).filled());
            bar.set_margin(0, 0, drawn(gap) as u32, drawn(gap) as u32);
            bar
        })
        .collect();
    chart.draw_series(bars)?;
    Ok(())
}

fn draw_path(chart: &mut Chart, layout: &Layout, line: &[Point], style: ShapeStyle) -> Drawn {
    let parts = clip(line, &layout.x.range, &layout.y.range);
    chart.draw_series(parts.into_iter().map(|part| PathElement::new(part, style)))?;
    Ok(())
}

fn draw_legend(root: &Area, plot: &Plot, layout: &Layout) -> Drawn {
    let entries = plot.marks.iter().filter(|m| m.legend_entry().is_some());
    for (mark, &(x, y)) in entries.zip(&layout.legend) {
        let at = |dx: f64| (drawn(x + dx), drawn(y));
        match mark {
            Mark::Line(series) => {
                let style = stroke(rgb(series.color), 1.0, 2.0);
                root.draw(&PathElement::new(vec![at(1.0), at(SWATCH - 7.0)], style))?;
            }
            Mark::Dots(series) => {
                let style = rgb(series.color).filled();
                root.draw(&Circle::new(at(SWATCH - 12.0), drawn(4.0), style))?;
            }
            _ => {}
        }
        if let Some(series) = mark.legend_entry() {
            let style = text(NOTE_SIZE, 0.9, HPos::Left, VPos::Center);
            root.draw(&Text::new(series.label.as_str(), at(SWATCH), style))?;
        }
    }
    Ok(())
}

/// CSS pixels as plotters draws them.
pub(super) fn drawn(length: f64) -> i32 {
    (length * f64::from(SCALE)).round() as i32
}

fn rgb([red, green, blue]: [u8; 3]) -> RGBColor {
    RGBColor(red, green, blue)
}

fn stroke(color: RGBColor, opacity: f64, width: f64) -> ShapeStyle {
    color.mix(opacity).stroke_width(drawn(width) as u32)
}

pub(super) fn text(size: f64, opacity: f64, h_pos: HPos, v_pos: VPos) -> TextStyle<'static> {
    ("sans-serif", size * f64::from(SCALE))
        .into_font()
        .color(&INK.mix(opacity))
        .pos(Pos::new(h_pos, v_pos))
}
