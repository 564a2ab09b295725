/** The certificates that a gateway proves itself with. */
import { type DomainError, domainError } from '../domain/error.ts'
import type { CertificateUse, GatewayCertificate } from '../domain/gateway-certificates.ts'
import type { Reader } from '../domain/reader.ts'
import type { Resource } from '../domain/resource.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { type Command, changed, putting } from './command.ts'

type Gateway = Resource<'gateway'>

interface Named {
  readonly gateway: string
}

export interface AddCertificate extends Named {
  readonly certificate: GatewayCertificate
  /** Why the data plane does not have the algorithms that they are of, where it does not. */
  readonly lacksShangMi?: string | undefined
}

const load = (reader: Reader, { gateway }: Named): Promise<Gateway | undefined> => reader.get('gateway', gateway)

function standing(gateway: Gateway | undefined, { gateway: id }: Named): Result<Gateway, DomainError> {
  if (gateway === undefined) return fail(domainError('gateway-not-found', 'no such gateway in this region', id))
  return gateway.deleting ? fail(domainError('busy', 'is being deleted', id)) : ok(gateway)
}

const withCertificates = (gateway: Gateway, certificates: readonly GatewayCertificate[]) =>
  ok(putting(changed(gateway, { spec: { ...gateway.spec, certificates } })))

function checkNew(
  held: readonly GatewayCertificate[],
  { certificate, use }: GatewayCertificate,
): DomainError | undefined {
  const same = held.find((one) => one.use === use)
  if (same !== undefined) return domainError('certificate-exists', `the gateway has ${same.id} for it already`, use)
  if (!held.some((one) => one.certificate === certificate)) return undefined
  return domainError('certificate-exists', 'must not be for both uses', certificate)
}

export const addCertificate: Command<AddCertificate, Gateway | undefined> = {
  name: 'add-certificate',
  load,
  decide(found, input) {
    const { gateway: id, certificate, lacksShangMi } = input
    if (lacksShangMi !== undefined) return fail(domainError('algorithms-unsupported', lacksShangMi, id))
    const gateway = standing(found, input)
    if (!gateway.ok) return gateway
    const { isShangMi, certificates = [] } = gateway.value.spec
    if (isShangMi !== true) return fail(domainError('algorithms-mixed', 'the gateway was not made for ShangMi', id))
    const taken = checkNew(certificates, certificate)
    return taken === undefined ? withCertificates(gateway.value, [...certificates, certificate]) : fail(taken)
  },
}

export interface RemoveCertificate extends Named {
  /** The certificate, or its being the gateway's. */
  readonly certificate: string
  readonly use: CertificateUse
}

/** Without it the gateway carries nothing until it has another. */
export const removeCertificate: Command<RemoveCertificate, Gateway | undefined> = {
  name: 'remove-certificate',
  load,
  decide(found, input) {
    const gateway = standing(found, input)
    if (!gateway.ok) return gateway
    const { certificates = [] } = gateway.value.spec
    const { certificate, use } = input
    const gone = certificates.find((one) => one.use === use && [one.id, one.certificate].includes(certificate))
    if (gone === undefined) return fail(domainError('certificate-not-found', 'is none of the gateway’s', certificate))
    return withCertificates(
      gateway.value,
      certificates.filter((one) => one !== gone),
    )
  },
}
