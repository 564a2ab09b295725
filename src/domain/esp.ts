/** What carries a tunnel's packets: the kernel's ESP (RFC 4303, xfrm), or the IKE daemon's own, in user space. */
export type Esp = 'kernel' | 'userland'

export const espInWords: Readonly<Record<Esp, string>> = { kernel: 'the kernel', userland: 'user space' }

/** `auto` is the kernel's where the kernel has all that it takes. */
export const espChoices = ['kernel', 'userland', 'auto'] as const

export type EspChoice = (typeof espChoices)[number]
