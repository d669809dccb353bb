/** The members of a consortium as organisations: who they are can be told from how Japanese bodies are named. */
import type { ConsortiumFacts } from './facts-format.ts'

interface NamedOrganisation {
  readonly name: string
  readonly kind: 'municipality' | 'company' | 'npo' | 'other'
}

const company = /株式会社|有限会社|合同会社|[(（]株[)）]|[(（]有[)）]/
const npo = /特定非営利活動法人|NPO法人|(一般|公益)?(社団|財団)法人|[(（](一|公)[社財][)）]/
const municipality = /[都道府県市区町村]$/

export function organisationsOf(facts: ConsortiumFacts): NamedOrganisation[] {
  return (facts.members ?? []).map((member) => {
    const name = member.trim()
    if (company.test(name)) return { name, kind: 'company' }
    if (npo.test(name)) return { name, kind: 'npo' }
    // 北海道美唄市 is the 美唄市 that the file names as its municipality
    const town = facts.municipality?.name
    if (town !== undefined && name.endsWith(town)) return { name: town, kind: 'municipality' }
    return { name, kind: municipality.test(name) ? 'municipality' : 'other' }
  })
}
