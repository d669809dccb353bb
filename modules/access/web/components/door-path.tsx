/**
 * What a door's code leads to: the page of this site, whatever address the code was printed with. Nothing else is followed:
 * a code that somebody stuck over the door's own leads nowhere.
 */
export function doorPathOf(text: string): { readonly to: string; readonly hash: string } | undefined {
  try {
    const { pathname, hash } = new URL(text.trim())
    const isDoor = /^\/d\/[a-z0-9-]+\.[a-z0-9-]+\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(pathname)
    return isDoor && /^#[\w-]{16,80}$/.test(hash) ? { to: pathname, hash: hash.slice(1) } : undefined
  } catch {
    return undefined
  }
}
