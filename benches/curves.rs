//! How the cost of a question grows, and what bounds it: `cargo bench --bench curves`.
//!
//! Each table changes one thing and leaves the rest as small as it gets. Medians of rounds of questions in turns.

mod curves {
    pub mod facts;
    pub mod rows;
    pub mod table;
}
mod world;

fn main() {
    // `cargo bench` passes an option of its own; a word chooses tables by their title.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let tables = [curves::facts::TABLES.as_slice(), curves::rows::TABLES.as_slice()].concat();
    for (title, print) in tables {
        if wanted.is_empty() || wanted.iter().any(|word| title.contains(word.as_str())) {
            print(title);
        }
    }
}
