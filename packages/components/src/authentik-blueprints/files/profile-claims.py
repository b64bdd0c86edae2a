# Grafana reads `login`; Rancher reads `groups`.
user = request.user
claims = dict.fromkeys(["preferred_username", "nickname", "login"], user.username)
claims.update(dict.fromkeys(["name", "given_name"], user.name))
return claims | {"email": user.email, "groups": [group.name for group in user.ak_groups.all()]}
