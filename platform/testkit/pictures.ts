import sharp from 'sharp'

/** What traces of it look like in the bytes. */
export const tracesOfTelephone = ['Telephone', '4711', 'Exif', 'GPS'] as const

/** 3000 x 2000 where nothing else is said, held upright, taken at a desk in Minakami with a serial number. */
export const photoOfTelephone = (width = 3000, height = 2000): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#a52' } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'Telephone of Hanako', Model: 'SERIAL-4711', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '36/1 40/1 12/1', GPSLongitudeRef: 'E', GPSLongitude: '138/1 59/1 30/1' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer()
