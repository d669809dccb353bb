/** Secrets of devices and codes to claim them. */
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { claimLength, claimLetters } from '../../../contract/rules.ts'

/** 192 bits: nobody guesses it, so a plain hash keeps it, and a thousand devices may connect in the same second. */
export const newSecret = (): string => randomBytes(24).toString('base64url')

export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

export const newClaimCode = (): string => Array.from({ length: claimLength }, () => claimLetters[randomInt(claimLetters.length)]).join('')
