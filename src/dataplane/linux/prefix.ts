/** `ip` writes "default", and leaves the length of a host's prefix out. */
export const canonical = (dst: string): string =>
  dst === 'default' ? '0.0.0.0/0' : dst.includes('/') ? dst : `${dst}/32`
