//! Circles of `can`, which are not allowed.

use crate::catalog::{Catalog, Cell, Row, Rule};
use crate::data::Cursor;
use crate::error::{Code, Result, listed};
use crate::ids::ActionId;

/// S9: an action must not ask itself, through however many others.
pub fn no_cycles(catalog: &Catalog, root: &Cursor<'_>) -> Result<()> {
    let mut asks: Vec<Vec<ActionId>> = Vec::with_capacity(catalog.rows.len());
    for row in &catalog.rows {
        asks.push(asked(catalog, row));
    }
    let mut settled = vec![false; asks.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for (index, asked) in asks.iter().enumerate() {
            if !settled[index] && asked.iter().all(|action| settled[action.index()]) {
                settled[index] = true;
                changed = true;
            }
        }
    }
    let Some(start) = settled.iter().position(|done| !done) else {
        return Ok(());
    };
    let way = circle(&asks, &settled, start);
    let names = listed(way.iter().map(|index| catalog.actions[*index].name.as_str()), " → ");
    Err(root.error(Code::Cycle, format!("these actions ask `can` in a circle: {names}")))
}

fn asked(catalog: &Catalog, row: &Row) -> Vec<ActionId> {
    let mut asked = Vec::new();
    for cell in row.cells() {
        if let Cell::If(condition) = cell
            && let Rule::When(_, expr) = &catalog.condition(condition).rule
        {
            asked.append(&mut expr.asks());
        }
    }
    asked
}

/// From an action that never settles one comes to a circle by always following one that never settles either.
fn circle(asks: &[Vec<ActionId>], settled: &[bool], start: usize) -> Vec<usize> {
    let mut way = vec![start];
    loop {
        let last = way[way.len() - 1];
        let next =
            asks[last].iter().map(|action| action.index()).find(|action| !settled[*action]).unwrap_or(start);
        if let Some(place) = way.iter().position(|seen| *seen == next) {
            let mut circle = way.split_off(place);
            circle.push(next);
            return circle;
        }
        way.push(next);
    }
}
