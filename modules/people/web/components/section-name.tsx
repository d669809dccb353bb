import { usePeopleTexts } from '../texts.ts'

/** Modules name what they hold; the ones of this version have a word here. */
export function useSectionName(): (section: string) => string {
  const t = usePeopleTexts()
  return (section) => {
    const key = `records.sections.${section.split('.')[0] ?? ''}` as 'records.sections.people'
    const name = t(key)
    return name === key ? section : name
  }
}
