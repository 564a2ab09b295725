import type { GatewayCertificate } from '../../../../domain/gateway-certificates.ts'
import type { Condition } from '../../../../domain/page.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { tokenFields, tokenPageOf } from '../../paging.ts'
import { notDeleting } from '../shared/conditions.ts'
import { tokenPage } from '../shared/page-response.ts'
import { region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { toSecond } from '../shared/times.ts'
import { certificateType, certificateTypes } from './request.ts'

interface Association {
  readonly gateway: Resource<'gateway'>
  readonly held: GatewayCertificate
}

const someIds = optional(t.list(t.text(), { most: 20 }))

const among = (ids: readonly string[] | undefined): readonly Condition[] =>
  ids === undefined ? [] : [{ by: 'id', anyOf: ids }]

export const listVpnCertificateAssociations = operation({
  ...about('ListVpnCertificateAssociations', vpn, '*'),
  summary: 'Lists the certificates of VPN gateways.',
  effect: 'read',
  request: {
    ...region,
    CertificateType: optional(certificateType),
    CertificateId: someIds,
    VpnGatewayId: someIds,
    ...tokenFields,
    MaxResults: withDefault(t.integerBetween(1, 20), 10, { noFilter: 'it says how much of what is found is shown' }),
  },
  response: tokenPage('VpnCertificateRelations', {
    AssociationTime: r.string(r.stored('when it was associated'), ({ held }: Association) => toSecond(held.at)),
    CertificateId: r.string(r.stored('an id that it has as the gateway’s'), ({ held }: Association) => held.id),
    CertificateType: r.string(r.given('CertificateType'), ({ held }: Association) => certificateTypes[held.use]),
    RegionId: r.string(r.stored('the gateway’s region'), ({ gateway }: Association) => gateway.region),
    VpnGatewayId: r.string(r.given('VpnGatewayId'), ({ gateway }: Association) => gateway.id),
  }),
  errors: {},
  async run({ reader }: CallContext, request) {
    const { CertificateType, CertificateId, VpnGatewayId } = request
    const gateways = await allOf(reader, 'gateway', [...among(VpnGatewayId), notDeleting])
    const fits = ({ held: { id, certificate, use } }: Association): boolean =>
      [undefined, certificateTypes[use]].includes(CertificateType) &&
      (CertificateId === undefined || [id, certificate].some((one) => CertificateId.includes(one)))
    const all = gateways.flatMap((gateway) =>
      (gateway.spec.certificates ?? []).map((held): Association => ({ gateway, held })),
    )
    return ok(tokenPageOf(all.filter(fits), request))
  },
})
