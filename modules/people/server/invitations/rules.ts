interface Signer {
  sign(purpose: string, text: string): string
}

/**
 * The secret of an invitation's link. It follows from the installation's secret, so the link can be shown again,
 * and each generation has its own, so a renewal ends the old one. Only its hash is stored.
 */
export function invitationToken(scope: Signer, id: string, generation: number): string {
  return scope.sign('people.invitation', `${id}:${generation}`)
}

export function invitationUrl(scope: Signer & { readonly publicUrl: string }, id: string, generation: number): string {
  // behind the #: no server or proxy on the way writes it into its log
  return `${scope.publicUrl}/invitation#${invitationToken(scope, id, generation)}`
}
