/**
 * Headers of every answer. The content security policy lets in no outside host: no font, script, picture or
 * connection leaves the installation.
 */
import type { MiddlewareHandler } from 'hono'

export function securityHeaders(options: { isHttps: boolean; styleHashes?: readonly string[] }): MiddlewareHandler {
  const styles = ["'self'", ...(options.styleHashes ?? []).map((hash) => `'${hash}'`)].join(' ')
  const policy = [
    "default-src 'self'",
    `style-src ${styles}`,
    // positions in time grids are style attributes set by script through the DOM, which this does not concern
    "style-src-attr 'none'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(options.isHttps ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
  return async (context, next) => {
    await next()
    const headers = context.res.headers
    headers.set('content-security-policy', policy)
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'same-origin')
    headers.set('permissions-policy', 'camera=(self), microphone=(self), geolocation=(), payment=()')
    headers.set('cross-origin-opener-policy', 'same-origin')
    headers.set('cross-origin-resource-policy', 'same-origin')
    // only where TLS is ours or the proxy's: on plain HTTP it would lock a test machine out
    if (options.isHttps) headers.set('strict-transport-security', 'max-age=31536000')
  }
}
