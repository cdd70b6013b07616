//! Columns of a table on a terminal: the width of each, and the line breaks in its cells.

use unicode_width::UnicodeWidthStr;

use super::screen::{GLUE, NARROWEST_COLUMN, Screen, Style, wrap};
use crate::block::Table;
use crate::printable::Printable;
use crate::words;

/// Spaces between columns.
const GUTTER: usize = 2;

/// Prints a table in the room of the screen: headings muted, the total under a rule.
pub(super) fn print(screen: &mut Screen, table: &Table, rule: &str) {
    let widths = widths(table, screen.room());
    let numeric: Vec<bool> = table.columns.iter().map(|column| column.numeric).collect();
    let heads: Vec<Printable> = table.columns.iter().map(|column| Printable::exact(column.title)).collect();
    row(screen, &heads, &widths, &numeric, Style::Muted);
    for cells in &table.rows {
        row(screen, cells, &widths, &numeric, Style::Plain);
    }
    if let Some(total) = &table.total {
        let rules: Vec<Printable> = total
            .iter()
            .zip(&widths)
            .map(|(cell, width)| {
                Printable::exact(&if cell.is_empty() { String::new() } else { rule.repeat(*width) })
            })
            .collect();
        row(screen, &rules, &widths, &numeric, Style::Muted);
        row(screen, total, &widths, &numeric, Style::Bold);
    }
}

/// The widths that the cells need. Where there is too little room, columns shrink: first those that can break between
/// words, then any.
fn widths(table: &Table, room: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = table.columns.iter().map(|column| column.title.width()).collect();
    let mut longest_words = widths.clone();
    for cells in table.rows.iter().chain(&table.total) {
        for ((width, word), cell) in widths.iter_mut().zip(&mut longest_words).zip(cells) {
            let words = words::unbreakable(cell.as_str()).join(GLUE);
            let longest = words.split(' ').map(UnicodeWidthStr::width).max();
            *width = cell.as_str().width().max(*width);
            *word = longest.unwrap_or(0).max(*word);
        }
    }
    let gutters = widths.len().saturating_sub(1).saturating_mul(GUTTER);
    let room = room.saturating_sub(gutters);
    shrink(&mut widths, &longest_words, room);
    shrink(&mut widths, &vec![NARROWEST_COLUMN; longest_words.len()], room);
    widths
}

/// Narrows the widest column that exceeds its least width, again and again, until all fit or none can shrink.
fn shrink(widths: &mut [usize], least: &[usize], room: usize) {
    loop {
        let taken = widths.iter().fold(0_usize, |sum, width| sum.saturating_add(*width));
        let over = taken.saturating_sub(room);
        let wide = widths.iter_mut().zip(least).filter(|(width, least)| **width > **least);
        // The rightmost of equals goes first: columns on the left name what those on the right explain.
        let Some((width, least)) = wide.max_by_key(|(width, _)| **width).filter(|_| over > 0) else {
            return;
        };
        // In steps of a half, so that a cell of any length takes few rounds, and one column does not bear all of it.
        let step = width.saturating_sub(*least).div_ceil(2).min(over);
        *width = width.saturating_sub(step);
    }
}

fn row(screen: &mut Screen, cells: &[Printable], widths: &[usize], numeric: &[bool], style: Style) {
    let wrapped: Vec<Vec<String>> =
        cells.iter().zip(widths).map(|(cell, width)| wrap(cell.as_str(), *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for index in 0..height {
        let mut line = String::new();
        for (column, ((lines, width), numeric)) in wrapped.iter().zip(widths).zip(numeric).enumerate() {
            if column > 0 {
                line.push_str(&" ".repeat(GUTTER));
            }
            let text = lines.get(index).map_or("", String::as_str);
            let padding = " ".repeat(width.saturating_sub(text.width()));
            let (left, right) = if *numeric { (padding.as_str(), text) } else { (text, padding.as_str()) };
            line.push_str(left);
            line.push_str(right);
        }
        screen.line(&[(style, &line)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::Column;

    fn table(rows: &[[&str; 3]]) -> Table {
        let column = |title, numeric| Column { title, numeric };
        Table {
            columns: vec![column("Points", true), column("Signal", false), column("Expected", false)],
            rows: rows.iter().map(|row| row.iter().map(|cell| Printable::exact(cell)).collect()).collect(),
            total: Some(["7.5", "", ""].map(Printable::exact).to_vec()),
        }
    }

    fn shown(table: &Table, width: usize) -> String {
        let mut screen = Screen::new(width, false);
        print(&mut screen, table, "-");
        screen.into_text()
    }

    #[test]
    fn numbers_are_set_flush_right_and_summed_under_a_rule() {
        assert_eq!(
            shown(&table(&[["10.0", "a.b", "at most 5"], ["-2.5", "c", ""]]), 60),
            "Points  Signal  Expected\n  10.0  a.b     at most 5\n  -2.5  c\n------\n   7.5\n"
        );
    }

    #[test]
    fn the_widest_column_gives_way() {
        let text = "one two three four five six seven eight";
        let out = shown(&table(&[["1", "some.signal", text]]), 40);
        assert!(out.lines().all(|line| line.width() <= 40), "{out}");
        assert!(out.contains("some.signal  one two three four"), "{out}");
    }

    #[test]
    fn hostile_cells_keep_the_layout() {
        let wide = "日".repeat(300);
        let out = shown(&table(&[["1", &wide, &wide]]), 40);
        assert!(out.lines().all(|line| line.width() <= 40), "{out}");
    }
}
