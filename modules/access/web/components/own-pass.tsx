/**
 * The link of a guest's own booking or visit, kept on the guest's telephone until it is over: the code on the door says which
 * door it is, and this says who stands before it.
 */
export interface KeptPass {
  readonly hubKey: string
  readonly passId: string
  readonly link: string
  readonly hubId: string
  readonly from: string
  readonly until: string
  readonly zone: string
}

const place = 'hiroba.passes'
const most = 10

function read(): KeptPass[] {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '[]') as KeptPass[]
    return kept.filter((pass) => Date.parse(pass.until) > Date.now())
  } catch {
    return []
  }
}

export function keepPass(pass: KeptPass): void {
  try {
    const others = read().filter((each) => each.passId !== pass.passId)
    localStorage.setItem(place, JSON.stringify([pass, ...others].slice(0, most)))
  } catch {
    // a browser that keeps nothing: the guest opens the link again
  }
}

/** The one that is on now or comes first. */
export const passFor = (hubKey: string): KeptPass | undefined =>
  read()
    .filter((pass) => pass.hubKey === hubKey)
    .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))[0]
