/** What the guides point to is there: files move, and a guide that leads nowhere is worse than none. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Finding } from './tree.ts'

const roots = /^(apps|bench|bin|checks|database|deploy|docs|e2e|modules|platform|sim|ui)\/[\w./-]+$/

export function readDocuments(root: string): string[] {
  const inRoot = readdirSync(root).filter((name) => name.endsWith('.md'))
  const inDocs = existsSync(path.join(root, 'docs'))
    ? readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
    : []
  return [...inRoot, ...inDocs.map((name) => path.posix.join('docs', name.replaceAll('\\', '/')))].toSorted()
}

/** Links to files, and names of files in backticks. Figures of a proof name what was there that day. */
export function pointersLead(root: string): Finding[] {
  const findings: Finding[] = []
  for (const file of readDocuments(root)) {
    if (file.startsWith('docs/proofs/')) continue
    const lines = readFileSync(path.join(root, file), 'utf8').split('\n')
    let isCode = false
    lines.forEach((line, index) => {
      if (line.startsWith('```')) isCode = !isCode
      if (isCode) return
      const say = (target: string): void =>
        void findings.push({ rule: 'pointers-lead', file, line: index + 1, says: `${target} is not there` })
      for (const [, target = ''] of line.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^([a-z]+:|#)/.test(target)) continue
        const plain = decodeURIComponent(target.replace(/#.*$/, ''))
        if (!existsSync(path.join(root, path.dirname(file), plain))) say(target)
      }
      for (const [, name = ''] of line.matchAll(/`([^`\s]+)`/g)) {
        if (roots.test(name) && !existsSync(path.join(root, name))) say(name)
      }
    })
  }
  return findings
}
