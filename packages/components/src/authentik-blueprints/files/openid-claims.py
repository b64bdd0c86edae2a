# The address is the identity: one person may come by more than one provider.
user = request.user
return {"sub": user.email, "email": user.email, "email_verified": True}
