#!/bin/sh
# Reads the token of Authentik's outpost from its database, and writes manifests
# with it for kubectl to apply: kubectl's image has no shell to run a script.
set -eu

token=$(
	psql --no-psqlrc --no-align --tuples-only --variable=outpost="$OUTPOST" <<'SQL'
select token.key
from authentik_core_token token
join authentik_outposts_outpost outpost
  on token.identifier = 'ak-outpost-' || outpost.uuid || '-api'
where outpost.name = :'outpost';
SQL
)
if [ -z "$token" ]; then
	echo "Authentik has no token for '$OUTPOST' yet" >&2
	exit 1
fi

cat >/objects/1-secret.yaml <<YAML
apiVersion: v1
kind: Secret
metadata: { name: $SECRET, namespace: $NAMESPACE }
stringData: { token: "$token" }
YAML

# The Deployment replaces its pods only if the hash changes.
hash=$(printf %s "$token" | sha256sum | cut -c 1-16)
cat >/objects/2-deployment.yaml <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: $DEPLOYMENT, namespace: $NAMESPACE }
spec: { template: { metadata: { annotations: { lab.vac.dev/token: "$hash" } } } }
YAML
