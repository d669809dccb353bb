/** A plain letter of the office: greeting, what it is about, facts, where to look. Plain on purpose: mail programs drop most styles. */
import type { Language } from '#platform/contract/texts.ts'

export interface OfficeLetter {
  readonly greeting: string
  readonly lead: string
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly link?: { readonly url: string; readonly words: string } | undefined
  readonly closing?: string | undefined
}

export function letterText({ greeting, lead, facts, link, closing }: OfficeLetter): string {
  return [
    greeting,
    '',
    lead,
    '',
    ...facts.map(([name, value]) => `${name}: ${value}`),
    ...(link === undefined ? [] : ['', link.words, link.url]),
    ...(closing === undefined ? [] : ['', closing]),
  ].join('\n')
}

export function letterHtml({ greeting, lead, facts, link, closing }: OfficeLetter, language: Language): string {
  const rows = facts.map(
    ([name, value]) =>
      `<tr><th scope="row" style="text-align:start;vertical-align:top;padding:4px 16px 4px 0;font-weight:400;color:#4d4d4d">${escape(name)}</th><td style="padding:4px 0">${escape(value).replaceAll('\n', '<br>')}</td></tr>`,
  )
  return [
    `<!doctype html><html lang="${language}"><meta charset="utf-8"><body style="font-family:sans-serif;line-height:1.7;color:#1a1a1a;max-width:36em">`,
    `<p>${escape(greeting)}</p><p>${escape(lead)}</p>`,
    `<table style="border-collapse:collapse">${rows.join('')}</table>`,
    link === undefined
      ? ''
      : `<p><a href="${escape(link.url)}" style="display:inline-block;padding:12px 24px;border-radius:8px;background:#0017c1;color:#fff;font-weight:700;text-decoration:none">${escape(link.words)}</a></p>`,
    closing === undefined ? '' : `<p>${escape(closing)}</p>`,
    '</body></html>',
  ].join('')
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
