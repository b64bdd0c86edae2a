# The e-mail address is the identity, since a person may use several providers.
user = request.user
return {"sub": user.email, "email": user.email, "email_verified": True}
