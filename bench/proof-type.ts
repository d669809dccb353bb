/** Lines of a result: what was done, what was counted. A proof that fails throws. */
export interface Proof {
  readonly name: string
  readonly title: string
  run(say: (line: string) => void): Promise<readonly string[]>
}
