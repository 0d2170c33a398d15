// How large the worlds are that the engine and its rivals are asked about.

export const SIZES = {
  small: { users: 100, projects: 10, assignments: 500 },
  medium: { users: 5_000, projects: 200, assignments: 50_000 },
  large: { users: 100_000, projects: 2_000, assignments: 1_000_000 },
};
