import type { Resource } from '../../../../domain/resource.ts'

export type Vpc = Resource<'network'>
