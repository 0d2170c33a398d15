//! What the engine takes natively, at each size: `cargo bench --bench engine`.

mod world;

use divan::Bencher;
use permatrix::{Catalog, Data, Engine, Question};
use world::{Asked, SIZES, Size};

fn main() {
    divan::main();
}

/// Sizes by name, as `divan` shows them.
const NAMES: [&str; 3] = [SIZES[0].0, SIZES[1].0, SIZES[2].0];

/// Questions that are asked in turns: more than caches hold at the large size.
const QUESTIONS: usize = 100_000;

fn size(name: &str) -> Size {
    SIZES.iter().find(|(known, _)| *known == name).expect("a size").1
}

#[divan::bench(args = NAMES, sample_count = 1_000, sample_size = 1_000)]
fn can_by_handles(bencher: Bencher<'_, '_>, name: &str) {
    let engine = world::engine(size(name), "");
    let names = names(name).into_iter();
    let asked: Vec<Asked> =
        names.map(|(user, action, project)| world::asked(&engine, &user, &action, &project)).collect();
    let mut at = asked.iter().cycle();
    bencher.bench_local(|| at.next().map(|(subject, action, on)| engine.can(*subject, *action, *on)));
}

#[divan::bench(args = NAMES, sample_count = 1_000, sample_size = 100)]
fn decide(bencher: Bencher<'_, '_>, name: &str) {
    let engine = world::engine(size(name), "");
    let names = names(name);
    let mut at = names.iter().cycle();
    bencher.bench_local(|| {
        at.next().map(|(subject, action, resource)| engine.decide(&Question::new(subject, action, resource)))
    });
}

/// Questions by names.
fn names(name: &str) -> Vec<(String, String, String)> {
    let numbers = world::numbers(size(name), QUESTIONS).into_iter();
    let named = |(user, action, project)| (world::user(user), world::action(action), world::project(project));
    numbers.map(named).collect()
}

#[divan::bench(args = NAMES, max_time = 10)]
fn open_from_json(bencher: Bencher<'_, '_>, name: &str) {
    let catalog = world::catalog("");
    let facts = world::facts(size(name), &world::assignments(size(name)));
    bencher.bench_local(|| Engine::from_json(&catalog, &facts).expect("the workload is valid"));
}

/// Names and rules checked; the matrix is not compiled yet.
#[divan::bench]
fn read_a_catalog(bencher: Bencher<'_, '_>) {
    let text = world::catalog("");
    bencher.bench_local(|| Catalog::from_json(&text).expect("a catalog"));
}

/// An engine over no facts: bundles and matrix, which is what every edit of a cell compiles anew.
#[divan::bench]
fn compile_a_catalog(bencher: Bencher<'_, '_>) {
    let catalog = Catalog::from_json(&world::catalog("")).expect("a catalog");
    let facts = Data::from_json(r#"{"permatrix":1,"catalog":"bench"}"#).expect("facts");
    let input = || catalog.clone();
    bencher.with_inputs(input).bench_local_values(|catalog| Engine::new(catalog, &facts).expect("an engine"));
}

/// A role is taken from one of fifty people, or given back.
#[divan::bench(args = NAMES, sample_count = 1_000, sample_size = 50)]
fn apply_one_change(bencher: Bencher<'_, '_>, name: &str) {
    let mut engine = world::engine(size(name), "");
    let changes = changes(name, 50);
    let mut at = changes.iter().cycle();
    bencher.bench_local(|| at.next().map(|change| engine.apply(change, "system", None)));
}

#[divan::bench(sample_count = 1_000, sample_size = 1)]
fn apply_one_change_after_10_000(bencher: Bencher<'_, '_>) {
    let mut engine = changed();
    let changes = changes("large", 50);
    let mut at = changes.iter().cycle();
    bencher.bench_local(|| at.next().map(|change| engine.apply(change, "system", None)));
}

#[divan::bench(args = NAMES, sample_count = 1_000, sample_size = 50)]
fn clone_of_an_engine(bencher: Bencher<'_, '_>, name: &str) {
    let engine = world::engine(size(name), "");
    bencher.bench_local(|| engine.clone());
}

#[divan::bench]
fn clone_after_10_000_changes(bencher: Bencher<'_, '_>) {
    let engine = changed();
    bencher.bench_local(|| engine.clone());
}

/// The large engine after the grants of nearly 10,000 people have changed.
fn changed() -> Engine {
    let mut engine = world::engine(size("large"), "");
    for change in changes("large", 10_000) {
        engine.apply(&change, "system", None).expect("a change");
    }
    engine
}

/// For each of the first assignments: its role is taken, then given back. They are of different people, but for a few.
fn changes(name: &str, count: usize) -> Vec<Data<'static>> {
    let mut all = world::assignments(size(name));
    all.truncate(count);
    let both = |assignment: &world::Assignment| {
        ["revoke", "grant"].map(|kind| {
            let (to, on) = (world::user(assignment.user), world::project(assignment.project));
            let role = assignment.role;
            let text = format!(r#"[{{"kind":"{kind}","to":"{to}","role":"role{role}","on":"{on}"}}]"#);
            text.parse().expect("a change")
        })
    };
    all.iter().flat_map(both).collect()
}
