import { searchTextOf, sortKeyOf, type Searched } from '../../contract/rules.ts'

/** Names with what search and order need beside them: the three are always written together. */
export function withKeys<N extends Searched>(names: N): N & { search: string; sortKey: string } {
  return { ...names, search: searchTextOf(names), sortKey: sortKeyOf(names) }
}

/** The place in the list of members where the next page begins. */
export function memberCursor(row: { readonly sort_key: string; readonly id: string }): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify([row.sort_key, row.id]))))
}

/** Undefined for anything that is no cursor of ours: the list then starts at its beginning. */
export function readMemberCursor(cursor: string | undefined): { sortKey: string; id: string } | undefined {
  if (cursor === undefined) return undefined
  try {
    const [sortKey, id] = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(cursor), (letter) => letter.charCodeAt(0)))) as unknown[]
    return typeof sortKey === 'string' && typeof id === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
      ? { sortKey, id }
      : undefined
  } catch {
    return undefined
  }
}
