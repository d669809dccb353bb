/** A picture is kept in three widths, so that a telephone loads what it shows and no more. */

/** Of the long side, as it is kept. What is larger only costs. */
export const largestSide = 1920

export const smallerWidths = [480, 960] as const

/**
 * From where a browser chooses a picture of a page: as wide as a telephone, half as wide as anything else. Where a width
 * is not there, the server gives the next one.
 */
export function pictureSources(href: string): { srcSet: string; sizes: string } {
  return {
    srcSet: [...smallerWidths.map((width) => `${href}?width=${width} ${width}w`), `${href} ${largestSide}w`].join(', '),
    sizes: '(max-width: 48rem) 100vw, 50vw',
  }
}
