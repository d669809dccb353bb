/** The addresses in a plain text, each once, without the full stop or bracket of the sentence around it. */
export function linksIn(text: string): string[] {
  const found = text.match(/https?:\/\/[^\s<>"'、。「」（）]+/g) ?? []
  return [...new Set(found.map((link) => link.replace(/[.,;:!?)\]]+$/, '')))]
}
