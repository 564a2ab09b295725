import type { DomainError } from '../../../../domain/error.ts'
import { ok, type Result } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { filters, ids, integerPage } from '../../paging.ts'
import { about } from '../shared/service.ts'
import { findVpc, subnetsOf, usedIn } from '../used-address/view.ts'

/** How many of what is here a VPC has. */
interface Counts {
  readonly vpc: string
  readonly hosts: number
  readonly gateways: number
  readonly subnets: number
  readonly tables: number
}

const none = 'there are none of these here'

/** Products of the platform whose instances lie in VPCs. */
const elsewhere = [
  ...['Classiclink', 'Dcg', 'Pcx', 'Ip', 'Nat', 'FlowLog', 'NetworkDetect', 'NetworkACL', 'LB', 'CDB', 'Cmem', 'CTSDB'],
  ...['MariaDB', 'SQLServer', 'Postgres', 'NAS', 'Greenplumn', 'Ckafka', 'Grocery', 'HSM', 'Tcaplus', 'Cnas', 'TiDB'],
  ...['Emr', 'SEAL', 'CFS', 'Oracle', 'ElasticSearch', 'TBaaS', 'Itop', 'DBAudit', 'CynosDBPostgres', 'Redis'],
  ...['MongoDB', 'DCDB', 'CynosDBMySQL'],
]

const fields: r.ResponseFields<Counts> = {
  VpcId: r.string(r.derived('the VPC'), ({ vpc }) => vpc),
  SubnetId: r.constant('', 'VPCs are asked for'),
  ...Object.fromEntries(elsewhere.map((name) => [name, r.constant<Counts>(0, none)])),
  Vpngw: r.integer(r.derived('its VPN gateways'), ({ gateways }) => gateways),
  CVM: r.integer(r.derived('hosts of the lab, and workloads with an address, in its subnets'), ({ hosts }) => hosts),
  Subnet: r.integer(r.derived('its subnets'), ({ subnets }) => subnets),
  RouteTable: r.integer(r.derived('its route tables, the main one among them'), ({ tables }) => tables),
}

async function countIn(context: CallContext, id: string): Promise<Result<Counts, DomainError>> {
  const vpc = await findVpc(context, id)
  if (!vpc.ok) return vpc
  const { reader } = context
  const subnets = await subnetsOf(context, id)
  return ok({
    vpc: id,
    subnets: subnets.length,
    hosts: (await usedIn(context, subnets)).length,
    gateways: (await reader.referencing(id, 'gateway')).length,
    tables: 1 + (await reader.referencing(id, 'network-table')).length,
  })
}

export const describeVpcResourceDashboard = operation({
  ...about('DescribeVpcResourceDashboard', 'vpc/{VpcIds}'),
  summary: 'Counts what VPCs hold.',
  effect: 'read',
  request: { VpcIds: required(ids('vpc')) },
  response: {
    ResourceDashboardSet: r.structures<readonly Counts[], Counts>(
      r.derived('one for each VPC, in the order asked'),
      (all) => all,
      fields,
    ),
  },
  errors: { 'network-not-found': true },
  documented: ['InvalidParameterValue.LimitExceeded', 'InvalidParameterValue.Malformed', 'ResourceNotFound'],
  async run(context: CallContext, { VpcIds }) {
    const all: Counts[] = []
    for (const id of new Set(VpcIds)) {
      const counted = await countIn(context, id)
      if (!counted.ok) return counted
      all.push(counted.value)
    }
    return ok(all)
  },
})

const noMachines = 'there are no virtual machines'

export const describeVpcInstances = operation({
  ...about('DescribeVpcInstances', '*'),
  summary: 'Lists virtual machines in VPCs, of which there are none.',
  effect: 'read',
  request: {
    Filters: required(filters(['vpc-id', 'instance-id', 'instance-name']), { readBy: `its type: ${noMachines}` }),
    Offset: { ...integerPage.Offset, readBy: `its type: ${noMachines}` },
    Limit: { ...integerPage.Limit, readBy: `its type: ${noMachines}` },
  },
  response: { InstanceSet: r.constant([], noMachines), TotalCount: r.constant(0, noMachines) },
  errors: {},
  documented: [
    'InternalError.ModuleError',
    'InvalidParameter.FilterInvalidKey',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.Range',
    'ResourceNotFound',
  ],
  neverOccurs: {
    'InternalError.ModuleError': 'there are no modules behind it that could fail alone',
    'InvalidParameterValue.Malformed': 'ids in filters that are no ids find nothing',
    'InvalidParameterValue.Range': 'told as LimitExceeded for Limit, as InvalidParameterValue for Offset',
    ResourceNotFound: 'unknown ids give an empty set, as everywhere',
  },
  run: async () => ok({}),
})
