/** Of programs that run on Linux. Sources: swanctl.conf(5), ipsec.conf(5) of libreswan, FRR's and BIRD's manuals. */
import type { Grammar } from '../grammar.ts'

const bytes = '0x(?:[0-9a-f]{2})+'
const ike = '(des|3des|aes128|aes192|aes256)-(md5|sha1|sha256|sha384|sha512)'
const aead = '(aes128gcm16|aes192gcm16|aes256gcm16)'
const groups = '(modp768|modp1024|modp1536|modp2048|modp3072|modp4096|modp2048s256|ecp256|ecp384|ecp521)'

export const strongswan: Grammar = {
  indent: '  ',
  comment: '#',
  key: `"(?:[^"\\\\]|\\\\["\\\\])*"|${bytes}`,
  identity: '(?:\\d+\\.\\d+\\.\\d+\\.\\d+|"(?:fqdn|email):(?:[A-Za-z0-9_.@-]+|#(?:[0-9a-f]{2})+)")',
  files: {
    'swanctl.conf': `
connections {
  {name} {
    version = (1|2)
    aggressive = (yes|no)
    local_addrs = {address}
    remote_addrs = {address}
    proposals = ${ike}-${groups}
    proposals = ${aead}-(prfmd5|prfsha1|prfsha256|prfsha384|prfsha512)-${groups}
    mobike = no
    encap = no
    dpd_delay = {n}s
    dpd_timeout = {n}s
    rekey_time = {n}s
    over_time = {n}s
    local {
      auth = psk
      id = {identity}
    }
    remote {
      auth = psk
      id = {identity}
    }
    children {
      {name} {
        mode = tunnel
        local_ts = {prefixes}
        remote_ts = {prefixes}
        if_id_in = {n}
        if_id_out = {n}
        esp_proposals = ${ike}
        esp_proposals = ${ike}-${groups}
        esp_proposals = null-(md5|sha1|sha256|sha384|sha512)
        esp_proposals = null-(md5|sha1|sha256|sha384|sha512)-${groups}
        esp_proposals = ${aead}
        esp_proposals = ${aead}-${groups}
        rekey_time = {n}s
        life_time = {n}s
        rekey_bytes = {n}
        life_bytes = {n}
        dpd_action = (clear|restart)
        start_action = (start|trap)
        close_action = none
      }
    }
  }
}
secrets {
  ike-{name} {
    id-{n} = {identity}
    secret = {key}
  }
}
`,
    'strongswan.conf': `
charon {
  install_routes = no
  i_dont_care_about_security_and_use_aggressive_mode_psk = yes
}
`,
    'interfaces.sh': `
#!/bin/sh
set -eu
nft add table inet culvert
nft 'add chain inet culvert forward { type filter hook forward priority 0; }'
ip link add ipsec{n} type xfrm dev {word} if_id {n}
ip address add {address}/30 dev ipsec{n}
ip link set ipsec{n} mtu 1400 up
nft add rule inet culvert forward oifname ipsec{n} tcp flags syn tcp option maxseg size set 1360
ip route add {prefix} dev ipsec{n} metric {n}
`,
  },
}

const suites = '(3des|aes128|aes192|aes256)-(md5|sha1|sha2_256|sha2_384|sha2_512)'
const dh = '(dh5|dh14|dh15|dh16|dh19|dh20|dh21)'
const gcm = '(aes_gcm128|aes_gcm192|aes_gcm256)'

export const libreswan: Grammar = {
  indent: '    ',
  comment: '#',
  key: `"[^"\\n]*"|${bytes}`,
  identity: '(?:@[A-Za-z0-9_.-]+|[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+|\\d+\\.\\d+\\.\\d+\\.\\d+)',
  files: {
    'ipsec.conf': `
config setup
  ikev1-policy=(accept|drop)
conn {name}
  type=tunnel
  authby=secret
  ikev2=(yes|no)
  aggressive=(yes|no)
  left={address}
  leftid={identity}
  leftsubnet={prefix}
  right={address}
  rightid={identity}
  rightsubnet={prefix}
  ike=${suites};${dh}
  ike=${gcm}-(md5|sha1|sha2_256|sha2_384|sha2_512);${dh}
  esp=${suites}
  esp=${suites};${dh}
  esp=null-(md5|sha1|sha2_256|sha2_384|sha2_512)
  esp=null-(md5|sha1|sha2_256|sha2_384|sha2_512);${dh}
  esp=${gcm}-null
  esp=${gcm}-null;${dh}
  pfs=(yes|no)
  ikelifetime={n}s
  salifetime={n}s
  mobike=no
  encapsulation=(auto|no)
  dpddelay={n}
  dpdtimeout={n}
  dpdaction=(clear|restart)
  ipsec-interface={n}
  mtu=1400
  auto=(start|ondemand)
`,
    'ipsec.secrets': '{identity} {identity} : PSK {key}',
    'interfaces.sh': `
#!/bin/sh
set -eu
ip address add {address}/30 dev ipsec{n}
ip route add {prefix} dev ipsec{n} metric {n}
`,
  },
}

export const frr: Grammar = {
  indent: ' ',
  comment: '!',
  key: '[\\x21-\\x7e]+',
  files: {
    'frr.conf': `
ip prefix-list {name} seq {n} permit {prefix}
route-map {name} permit {n}
  set local-preference {n}
  match ip address prefix-list {name}
  set as-path prepend {n}
router bgp {n}
  bgp router-id {address}
  neighbor {address} remote-as {n}
  neighbor {address} update-source {address}
  neighbor {address} timers {n} {n}
  neighbor {address} password {key}
  address-family ipv4 unicast
    network {prefix}
    neighbor {address} activate
    neighbor {address} route-map {name} in
    neighbor {address} route-map {name} out
  exit-address-family
`,
  },
}

export const bird: Grammar = {
  indent: '  ',
  comment: '#',
  key: '"[^"\\n]*"',
  files: {
    'bird.conf': `
router id {address};
protocol device {}
protocol kernel {
  ipv4 {
    import none;
    export where source = RTS_BGP;
  };
}
protocol static '{name}' {
  ipv4;
  route {prefix} blackhole;
}
protocol bgp '{name}' {
  local {address} as {n};
  neighbor {address} as {n};
  hold time {n};
  keepalive time {n};
  password {key};
  ipv4 {
    import filter {
      if net ~ [ {set} ] then reject;
      bgp_local_pref = {n};
      accept;
    };
    export filter {
      if ! (net ~ [ {set} ]) then reject;
      bgp_path.prepend({n});
      accept;
    };
  };
}
`,
  },
}
