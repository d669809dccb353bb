/** What a name may not be; without Zod, for browser and server. */

/**
 * Whether a text holds the address of a page. Names go into mails to addresses that nobody has proven: one with a link in
 * it would be anybody's advertisement under the hub's name. Full-width letters are letters here too.
 */
export const holdsAddress = (text: string): boolean => /:\/\/|www\./i.test(text.normalize('NFKC'))
