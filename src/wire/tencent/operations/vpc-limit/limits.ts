/**
 * The cloud's usual quotas ("DescribeVpcLimits", "Quota Limits", Tencent Cloud VPC; "Use Limits", VPN Connections), by the
 * names that DescribeVpcLimits has for them. Those of the documents that no number is known of are left out.
 */
export const limits: Readonly<Record<string, number>> = {
  'appid-max-vpcs': 5,
  'vpc-max-subnets': 10,
  'vpc-max-route-tables': 10,
  'route-table-max-policies': 50,
  'vpc-max-vpn-gateways': 10,
  'appid-max-custom-gateways': 20,
  'appid-max-vpn-connections': 200,
  'custom-gateway-max-vpn-connections': 10,
  'vpn-gateway-max-custom-gateways': 20,
  'vpc-max-assistant_cidrs': 5,
}
