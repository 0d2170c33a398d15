/** A choice that outlasts the visit, where the browser allows it. */
export const kept = {
  read(name: string): string | null {
    try {
      return localStorage.getItem(`permatrix.${name}`);
    } catch {
      return null;
    }
  },
  write(name: string, value: string): void {
    try {
      localStorage.setItem(`permatrix.${name}`, value);
    } catch {
      // Then it lasts as long as the page.
    }
  },
};
