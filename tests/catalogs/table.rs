//! Tables of what a role gives, as text: one head `[place state] role …` and rows `action mark …` each.

/// One cell of a table.
pub struct Cell<'t> {
    pub place: &'t str,
    /// The entitlement, or whether one is a member.
    pub state: &'t str,
    pub role: &'t str,
    pub action: &'t str,
    pub mark: &'t str,
}

/// All cells that are known.
pub fn cells(text: &str) -> Vec<Cell<'_>> {
    let mut cells = Vec::new();
    let (mut place, mut state, mut roles) = ("", "", Vec::new());
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some((head, columns)) = line.strip_prefix('[').and_then(|head| head.split_once(']')) {
            (place, state) = head.split_once(' ').expect("a place and a state");
            roles = columns.split_whitespace().collect();
            continue;
        }
        let (action, marks) = line.split_once(' ').expect("an action and its marks");
        let marks: Vec<&str> = marks.split_whitespace().collect();
        assert_eq!(marks.len(), roles.len(), "{line}");
        let row = roles.iter().zip(marks).filter(|(_, mark)| *mark != ".");
        cells.extend(row.map(|(role, mark)| Cell { place, state, role, action, mark }));
    }
    cells
}
