interface Signer {
  sign(purpose: string, text: string): string
}

/** The mailed link proves the address it was sent to; the one that staff hand over proves that they did, and no address. */
export type InvitationLink = 'mailed' | 'handed'

/**
 * The secret of an invitation's link. It follows from the installation's secret, so the link can be shown again,
 * and each generation has its own, so a renewal ends the old one. Only its hash is stored.
 */
export function invitationToken(scope: Signer, link: InvitationLink, id: string, generation: number): string {
  return scope.sign(link === 'mailed' ? 'people.invitation' : 'people.invitation.handed', `${id}:${generation}`)
}

export function invitationUrl(
  scope: Signer & { readonly publicUrl: string },
  link: InvitationLink,
  { id, generation }: { readonly id: string; readonly generation: number },
): string {
  // behind the #: no server or proxy on the way writes it into its log
  return `${scope.publicUrl}/invitation#${invitationToken(scope, link, id, generation)}`
}

export interface TokenHashes {
  readonly tokenHash: string
  readonly handedHash: string
}
