/** What the steps of loading a country share. */
import type pg from 'pg'

/** Invented consortia; the first of them is one of a whole prefecture, with 40 hubs and more, and 6,000 members. */
export const widestConsortium = 'widest'

export interface LoadStep {
  readonly client: pg.Client
  readonly seed: number
  readonly today: string
  readonly daysBack: number
  /** Runs a statement and says how long it took. */
  run(what: string, text: string, values?: readonly unknown[], on?: pg.Client): Promise<number>
}
