//! Checks a catalog, and facts for it: `cargo run --example check -- catalog.json [facts.json]`.

use permatrix::{Catalog, Engine, Error};

fn main() -> std::process::ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    match check(&paths) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn check(paths: &[String]) -> Result<(), String> {
    let Some(catalog) = paths.first() else {
        return Err("usage: check catalog.json [facts.json]".to_owned());
    };
    let read = |path: &String| std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    let named = |path: &String| {
        let path = path.clone();
        move |error: Error| format!("{path}: {error} [{}]", error.code().as_str())
    };
    let text = read(catalog)?;
    let checked = Catalog::from_json(&text).map_err(named(catalog))?;
    println!(
        "{catalog}: {} tools, {} actions, {} roles",
        checked.tools().len(),
        checked.actions().len(),
        checked.roles().len()
    );
    for problem in checked.lint() {
        println!("  {:?}: {} ({})", problem.severity, problem.message, problem.path);
    }
    let Some(facts) = paths.get(1) else {
        return Ok(());
    };
    let engine = Engine::from_json(&text, &read(facts)?).map_err(named(facts))?;
    let facts_read = engine.facts();
    println!(
        "{facts}: {} users, {} groups, {} resources, {} bytes",
        facts_read.users().count(),
        facts_read.groups().count(),
        facts_read.resources().count(),
        facts_read.bytes()
    );
    Ok(())
}
