/** Line drawings that stand where there is no photo. */

const drawings = {
  house:
    'M-900 262h2300M60 262V138L180 62l120 76v124M300 138h116l44 40v84M60 138h240M180 62h118l118 76M156 262v-70h48v70M180 192v70M92 160h34v34H92zM234 160h34v34h-34zM92 214h34v26H92zM234 214h34v26h-34zM328 196h30v36h-30zM384 196h30v36h-30z',
  hall: 'M-900 250h2300M0 60 240 10l240 50M40 52v198M440 52v198M120 34v150M360 34v150M40 120h400M70 250v-46h150v46M70 204l14-18h122l14 18M260 250v-46h150v46M260 204l14-18h122l14 18M104 186v-22h26v22M166 186v-22h26v22M294 186v-22h26v22M356 186v-22h26v22M240 10v60M228 70h24l8 16h-40z',
  office:
    'M-900 252h2300M60 252V80h360v172M60 80 240 24l180 56M110 252V120h80v132M230 120h150v74H230zM305 120v74M178 188h6M236 252v-30h140v30',
  table:
    'M-900 252h2300M60 40h360v120H60zM240 160v-16M110 252v-40h260v40M90 212h300M130 212v-22h30v22M190 212v-22h30v22M260 212v-22h30v22M320 212v-22h30v22M150 76h100M150 104h180',
} as const
export type Drawing = keyof typeof drawings

export function Picture({
  drawing,
  photo,
  caption,
  className,
}: {
  drawing: Drawing
  photo?: { href: string; alt: string; srcSet?: string; sizes?: string } | undefined
  caption?: string | undefined
  className?: string
}) {
  return (
    <figure className={className === undefined ? 'ph' : `ph ${className}`}>
      {photo === undefined ? (
        <svg
          viewBox="0 0 480 300"
          preserveAspectRatio="xMidYMax meet"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinejoin="round"
          aria-hidden="true"
          focusable="false"
        >
          <path d={drawings[drawing]} />
        </svg>
      ) : (
        <img src={photo.href} srcSet={photo.srcSet} sizes={photo.sizes} alt={photo.alt} decoding="async" />
      )}
      {caption !== undefined && (
        <figcaption>
          <b>{caption}</b>
        </figcaption>
      )}
    </figure>
  )
}
