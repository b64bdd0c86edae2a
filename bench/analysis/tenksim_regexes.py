"""The patterns with which 10ksim reads logs, as listed in its survey.

    tenksim_regexes.py match          JSON list of lines on stdin -> captures of each pattern, per line
    tenksim_regexes.py time <file> <family>   reads a file like 10ksim's FileReader and prints the CPU time
"""

import json
import re
import sys
import time

TIME = r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d+\+\d{2}:\d{2})"
NTC = r"^NTC\s+(\d{4}-\d{2}-\d{2}\s+\d{2}:\d{2}:\d{2}\.\d+[+-]\d{2}:\d{2})"

# Groups of patterns: each group is applied to all lines, and its first matching pattern wins.
FAMILIES = {
    "libp2p": [
        {
            "received": r"Received message.*?msgId=([\w*]+).*?sentAt=([\w*]+).*?current=([\w*]+).*?delayMs=(-?[\w*]+)"
        },
        {"sent": r"Sent message.*?msgId=([\w*]+).*?timestamp=([\w*]+)"},
    ],
    "waku": [
        {
            "waku-received": r"received relay message.*?my_peer_id[\s\":=]+([\w*]+).*?msg_hash[\s\":=]+(0x[\da-f]+).*?from_peer_id[\s\":=]+([\w*]+).*?receivedTime[\s\":=]+(\d+)",
            "lightpush-legacy": r'handling lightpush request.*?topics="waku lightpush legacy".*?peer_id=([\w*]+).*?msg_hash=(0x[\da-f]+).*?receivedTime=(\d+)',
            "lightpush": r"handling lightpush request.*?my_peer_id=([\w*]+).*?peer_id=([\w*]+).*?msg_hash=(0x[\da-f]+).*?receivedTime=(\d+)",
        },
        {
            "waku-sent": r"sent relay message.*?my_peer_id[\s\":=]+([\w*]+).*?msg_hash[\s\":=]+(0x[\da-f]+).*?to_peer_id[\s\":=]+([\w*]+).*?sentTime[\s\":=]+(\d+)",
            "mix-sent": r"publishWithConn.*?my_peer_id=([\w*]+).*?peer_id=([\w*]+).*?msg_hash=(0x[\da-f]+).*?sentTime=(\d+)",
        },
    ],
    "connection-manager": [
        {
            "stored-muxer": r"Stored muxer.*?muxer=(\w+\S+?):\S+\s+direction=(\w+)\s+peers=(\d+)"
        },
        {"started": r"(?:Peer|Hub) started.*?peerId=(\S+)"},
        {"dropping-peer": r"Dropping peer.*?peerId=(\w+\S+)"},
    ],
    "kad-dht": [
        {"lookup": r'target=(\S+)\s+duration_ms=(\d+)\s+peers="(\[.*\])"$'},
        {"node-started": TIME + r" Node started.*?peerId=([a-zA-Z0-9]+)"},
        {"probe": TIME + r" Probe: Finding node.*?target=([a-zA-Z0-9]+)"},
        {
            "bootstrap": TIME + r" Connected to bootstrap",
            "warmup": TIME + r" Warmup complete",
        },
    ],
    "service-discovery": [
        {"interest": NTC + r".*?\bserviceId=([^\s]+)"},
        {"found": NTC + r"(?=.*\bpeerId=(\S+))(?=.*\bserviceId=(\S+))"},
    ],
}


def match():
    patterns = [
        (name, re.compile(regex))
        for groups in FAMILIES.values()
        for group in groups
        for name, regex in group.items()
    ]
    found = [
        {
            name: list(hit.groups())
            for name, pattern in patterns
            if (hit := pattern.search(line))
        }
        for line in json.load(sys.stdin)
    ]
    json.dump(found, sys.stdout)


def measure(path, family):
    """Works like 10ksim's file_reader.py: uncompiled patterns, captures as lists with the file."""
    groups = [list(group.values()) for group in FAMILIES[family]]
    start = time.process_time()
    with open(path) as file:
        lines = file.readlines()
    rows = 0
    for group in groups:
        results = [[] for _ in group]
        for line in lines:
            for index, regex in enumerate(group):
                hit = re.search(regex, line)
                if hit:
                    captures = list(hit.groups())
                    captures.append(path)
                    results[index].append(captures)
                    break
        rows += sum(len(result) for result in results)
    seconds = time.process_time() - start
    json.dump({"lines": len(lines), "rows": rows, "seconds": seconds}, sys.stdout)


if sys.argv[1:2] == ["match"]:
    match()
else:
    measure(sys.argv[2], sys.argv[3])
