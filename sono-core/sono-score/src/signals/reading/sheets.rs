//! The steps of each function, and their weight.

use sono_syntax::syntax::{Function, Page, Step};

use super::super::Material;
use super::super::material::Unit;

/// The steps that count together, with their weight.
pub(super) struct Sheet<'a> {
    pub(super) unit: Unit<'a>,
    /// The function that they are in.
    pub(super) function: Option<&'a Function>,
    pub(super) page: Page,
    /// The steps; at least one.
    pub(super) steps: Vec<&'a Step>,
    weight: f64,
}

impl Sheet<'_> {
    /// The number of steps.
    pub(super) fn count(&self) -> f64 {
        self.steps.len() as f64
    }

    /// The mean of what the steps hold.
    pub(super) fn mean(&self, of: impl Fn(&Step) -> u32) -> f64 {
        self.steps.iter().map(|step| f64::from(of(step))).sum::<f64>() / self.count()
    }

    /// Halstead's volume: the number of tokens times the bits that tell one of the different ones from the others.
    pub(super) fn volume(&self) -> f64 {
        f64::from(self.page.tokens) * libm::log2(f64::from(self.page.vocabulary.max(2)))
    }
}

/// The steps outside tests, function by function.
pub(super) fn sheets<'a>(material: &'a Material<'_>) -> Vec<Sheet<'a>> {
    let (mut sheets, mut light) = (Vec::new(), Vec::new());
    for unit in material.code_units() {
        let reading = &unit.outline.reading;
        let mut pages: Vec<Vec<&Step>> = vec![Vec::new(); reading.pages.len()];
        for step in super::steps(unit) {
            if let Some(page) = pages.get_mut(step.page as usize) {
                page.push(step);
            }
        }
        for (index, (page, steps)) in reading.pages.iter().zip(pages).enumerate() {
            if steps.is_empty() {
                continue;
            }
            let function = unit.outline.functions.get(index);
            let weight = steps.len() as f64;
            let sheet = Sheet { unit, function, page: *page, steps, weight };
            let is_light = function.is_none_or(|function| function.weight() == 0);
            if is_light { light.push(sheet) } else { sheets.push(sheet) }
        }
    }
    let weight: f64 = sheets.iter().map(|sheet| sheet.weight).sum();
    let around: f64 = light.iter().map(|sheet| sheet.weight).sum();
    let share = if weight > 0.0 { (weight / 4.0 / around).min(1.0) } else { 1.0 };
    for sheet in &mut light {
        sheet.weight *= share;
    }
    sheets.append(&mut light);
    sheets
}

/// The mean over functions, by weight. There must be one.
pub(super) fn mean(sheets: &[Sheet<'_>], of: impl Fn(&Sheet<'_>) -> f64) -> f64 {
    let weight: f64 = sheets.iter().map(|sheet| sheet.weight).sum();
    sheets.iter().map(|sheet| sheet.weight * of(sheet)).sum::<f64>() / weight
}
