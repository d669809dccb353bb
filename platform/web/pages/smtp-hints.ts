/** What a mail server's refusal usually means, by the words of the server and of the connection to it. */
export type SmtpHint = 'hintUnknownName' | 'hintUnreachable' | 'hintSignIn' | 'hintEncryption' | 'hintSender'

const hints: readonly (readonly [RegExp, SmtpHint])[] = [
  [/ENOTFOUND|EAI_AGAIN|EDNS/i, 'hintUnknownName'],
  [/ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|timeout|greeting never received/i, 'hintUnreachable'],
  [/\b535\b|\b530\b|EAUTH|invalid login|authentication|missing credentials/i, 'hintSignIn'],
  [/certificate|self.signed|altnames|\bSSL\b|\bTLS\b|STARTTLS|wrong version number/i, 'hintEncryption'],
  [/\b55[0-4]\b|sender|relay/i, 'hintSender'],
]

/** Undefined where the words say nothing we know. */
export function smtpHintOf(answer: string): SmtpHint | undefined {
  return hints.find(([words]) => words.test(answer))?.[1]
}
