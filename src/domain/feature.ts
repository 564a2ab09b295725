/** What a data plane may not have. */
export type Feature = 'shang-mi'

/** Why it does not have what it does not have. */
export type Lacks = Readonly<Partial<Record<Feature, string>>>
