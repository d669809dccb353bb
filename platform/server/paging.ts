/** What lists have in common. Pages go by the id of the last row: UUIDv7 keys are in the order of time. */

/** The cursor of the next page, where `rows` holds one more than `limit`. */
export function cursorOf(rows: readonly { readonly id: string }[], limit: number): string | null {
  return rows.length > limit ? (rows[limit - 1]?.id ?? null) : null
}

const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A cursor as given by a caller; anything that is no id starts from the beginning. */
export function readCursor(cursor: string | undefined): string | null {
  return cursor !== undefined && idPattern.test(cursor) ? cursor : null
}

/** A pattern of `like` that finds a text wherever it stands, its own `%` and `_` taken literally. */
export const likeAnywhere = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
