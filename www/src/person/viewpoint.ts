/** Through whose eyes, and where. */
export interface Viewpoint {
  readonly subject: string;
  readonly resource: string;
}
